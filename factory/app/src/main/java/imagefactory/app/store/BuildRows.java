package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.run.BuildRecords;
import imagefactory.core.run.Run;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Builds as rows; the first record of a build is the one that counts, and whoever asks for it keeps it young. */
public final class BuildRows implements BuildRecords {
    private static final TypeReference<BuiltImage> BUILT = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    public BuildRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public Optional<BuiltImage> find(BuildId build) {
        return database.withHandle(handle -> handle.createQuery("""
                        update build set at = now() where key = :key and staging = :staging returning built
                        """)
                .bind("key", build.key().value())
                .bind("staging", build.staging().toString())
                .mapTo(String.class)
                .findOne()
                .map(built -> json.read(built, BUILT)));
    }

    @Override
    public BuiltImage record(BuildId build, BuiltImage built, Run run) {
        database.useHandle(handle -> handle.createUpdate("""
                        insert into build (key, staging, image, platform, built, run)
                        values (:key, :staging, :image, :platform, :built::jsonb, :run) on conflict do nothing
                        """)
                .bind("key", build.key().value())
                .bind("staging", build.staging().toString())
                .bind("image", run.image())
                .bind(
                        "platform",
                        built.manifest().platform().map(Object::toString).orElse(""))
                .bind("built", json.write(built))
                .bind("run", run.id())
                .execute());
        return find(build).orElseThrow();
    }

    @Override
    public void forget(BuildId build) {
        database.useHandle(handle -> handle.execute(
                "delete from build where key = ? and staging = ?",
                build.key().value(),
                build.staging().toString()));
    }
}
