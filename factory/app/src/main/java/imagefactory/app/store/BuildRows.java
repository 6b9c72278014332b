package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.run.BuildRecords;
import imagefactory.core.run.Run;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Builds as rows; the first record of a key is the one that counts. */
public final class BuildRows implements BuildRecords {
    private static final TypeReference<BuiltImage> BUILT = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    public BuildRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public Optional<BuiltImage> find(BuildKey key) {
        return database.withHandle(handle -> handle.select("select built from build where key = ?", key.value())
                .mapTo(String.class)
                .findOne()
                .map(built -> json.read(built, BUILT)));
    }

    @Override
    public BuiltImage record(BuildKey key, BuiltImage built, Run run) {
        database.useHandle(handle -> handle.createUpdate("""
                        insert into build (key, image, platform, built, run)
                        values (:key, :image, :platform, :built::jsonb, :run) on conflict do nothing
                        """)
                .bind("key", key.value())
                .bind("image", run.image())
                .bind(
                        "platform",
                        built.manifest().platform().map(Object::toString).orElse(""))
                .bind("built", json.write(built))
                .bind("run", run.id())
                .execute());
        return find(key).orElseThrow();
    }

    @Override
    public void forget(BuildKey key) {
        database.useHandle(handle -> handle.execute("delete from build where key = ?", key.value()));
    }
}
