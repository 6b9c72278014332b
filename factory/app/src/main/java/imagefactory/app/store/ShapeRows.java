package imagefactory.app.store;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** The shapes of those images that are still enrolled as they were then. */
    public Map<String, Node> of(Catalog catalog) {
        var entries = catalog.managed().stream().collect(Collectors.toMap(Managed::name, ShapeRows::entry));
        var shapes = new TreeMap<String, Node>();
        database.useHandle(handle -> handle.createQuery("select image, entry, tags, refs from shape")
                .map((row, _) -> {
                    var image = row.getString("image");
                    var isCurrent = row.getString("entry").equals(entries.get(image));
                    return isCurrent
                            ? shapes.put(image, new Node(image, refs(row.getArray("tags")), refs(row.getArray("refs"))))
                            : null;
                })
                .list());
        return shapes;
    }

    /** @param graph of all images: which of them each is built on is kept as well */
    public void save(Catalog catalog, Collection<Node> shapes, Graph graph) {
        database.useTransaction(tx -> {
            for (var node : shapes) {
                if (catalog.named(node.name()).orElse(null) instanceof Managed image) {
                    save(tx, image, node);
                }
            }
            parents(tx, graph);
        });
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

    /** An image on a cycle waits for nobody, or it would for ever. */
    private static void parents(Handle tx, Graph graph) {
        var known = tx.createQuery("select image, parents from shape order by image for update")
                .map((row, _) -> Map.entry(row.getString("image"), Set.of((Object[])
                        row.getArray("parents").getArray())))
                .list();
        var change = tx.prepareBatch("update shape set parents = :parents where image = :image");
        for (var row : known) {
            var image = row.getKey();
            var parents = graph.cycle(image).isPresent() ? Set.<String>of() : graph.parents(image);
            if (!row.getValue().equals(parents)) {
                change.bind("image", image)
                        .bindArray("parents", String.class, parents.toArray())
                        .add();
            }
        }
        if (change.size() > 0) {
            change.execute();
        }
    }

    /** Any change of the enrolment may change what the image is built from. */
    private static String entry(Managed image) {
        return Bytes.utf8(image.toString()).digest().hex();
    }

    private static Object[] texts(Set<ImageRef> references) {
        return references.stream().map(ImageRef::toString).sorted().toArray();
    }

    private static Set<ImageRef> refs(java.sql.Array array) throws java.sql.SQLException {
        return Arrays.stream((String[]) array.getArray()).map(ImageRef::parse).collect(Collectors.toSet());
    }
}
