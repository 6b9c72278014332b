package imagefactory.app.store;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What each image is built from and found by, as it was when it was last looked at: so a base event need not ask git about
 * every image. What has changed meanwhile without an event is seen by the next schedule.
 */
@Singleton
public final class ShapeRows {
    private final Jdbi database;

    ShapeRows(Jdbi database) {
        this.database = database;
    }

    /** An image as it was enrolled when it was looked at, what was seen, and the images that it was built on. */
    private record Shape(String entry, Node node, Set<String> parents) {}

    /** The shapes of those images that are still enrolled as they were then. */
    public Map<String, Node> of(Collection<Managed> images) {
        return database.withHandle(handle -> current(handle, images)).stream()
                .map(Shape::node)
                .collect(Collectors.toMap(Node::name, node -> node, (one, _) -> one, TreeMap::new));
    }

    /** Which image is built on which is worked out from all rows as they are now, whoever else has looked meanwhile. */
    public void save(Catalog catalog, Collection<Node> shapes) {
        database.useTransaction(tx -> {
            tx.execute("lock table shape in exclusive mode");
            for (var node : shapes) {
                if (catalog.named(node.name()).orElse(null) instanceof Managed image) {
                    save(tx, image, node);
                }
            }
            parents(tx, current(tx, catalog.managed()));
        });
    }

    private static List<Shape> current(Handle handle, Collection<Managed> images) {
        var entries = images.stream().collect(Collectors.toMap(Managed::name, ShapeRows::entry));
        return handle
                .createQuery("select * from shape where image = any(:images)")
                .bindArray("images", String.class, entries.keySet().toArray())
                .map((row, _) -> shape(row))
                .stream()
                .filter(shape -> shape.entry().equals(entries.get(shape.node().name())))
                .toList();
    }

    private static Shape shape(ResultSet row) throws SQLException {
        var node = new Node(row.getString("image"), refs(row, "tags"), refs(row, "refs"));
        return new Shape(row.getString("entry"), node, texts(row, "parents").collect(Collectors.toSet()));
    }

    private static void save(Handle tx, Managed image, Node node) {
        tx.createUpdate("""
                        insert into shape (image, entry, tags, refs, parents) values (:image, :entry, :tags, :refs, '{}')
                        on conflict (image) do update set
                            entry = excluded.entry, tags = excluded.tags, refs = excluded.refs, at = now()
                        """)
                .bind("image", image.name())
                .bind("entry", entry(image))
                .bindArray("tags", String.class, texts(node.tags()))
                .bindArray("refs", String.class, texts(node.references()))
                .execute();
    }

    /**
     * An image on a cycle waits for nobody, or it would for ever. What runs wait for changes with it: two that waited as images
     * were built on each other before and are now would wait for each other.
     */
    private static void parents(Handle tx, List<Shape> shapes) {
        var graph = new Graph(shapes.stream().map(Shape::node).toList());
        var changed = new ArrayList<String>();
        var change = tx.prepareBatch("update shape set parents = :parents where image = :image");
        for (var shape : shapes) {
            var image = shape.node().name();
            var parents = graph.cycle(image).isPresent() ? Set.<String>of() : graph.parents(image);
            if (!shape.parents().equals(parents)) {
                changed.add(image);
                change.bind("image", image)
                        .bindArray("parents", String.class, parents.toArray())
                        .add();
            }
        }
        if (change.size() > 0) {
            change.execute();
            Waits.lock(tx);
            Waits.renew(tx, changed);
        }
    }

    /** Any change of the enrolment may change what the image is built from. */
    static String entry(Managed image) {
        return Bytes.utf8(image.toString()).digest().hex();
    }

    private static Object[] texts(Set<ImageRef> references) {
        return references.stream().map(ImageRef::toString).sorted().toArray();
    }

    private static Set<ImageRef> refs(ResultSet row, String column) throws SQLException {
        return texts(row, column).map(ImageRef::parse).collect(Collectors.toSet());
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray());
    }
}
