package imagefactory.app.store;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.run.Kept;
import org.jdbi.v3.core.Jdbi;

/** Bytes as rows, by their digest. */
public final class KeptRows implements Kept {
    private final Jdbi database;

    public KeptRows(Jdbi database) {
        this.database = database;
    }

    @Override
    public Digest keep(Bytes bytes) {
        database.useHandle(handle -> handle.execute(
                "insert into kept (digest, bytes) values (?, ?) on conflict (digest) do update set at = now()",
                bytes.digest().value(),
                bytes.array()));
        return bytes.digest();
    }

    @Override
    public Bytes get(Digest digest) {
        return database.withHandle(handle -> handle.select("select bytes from kept where digest = ?", digest.value())
                .mapTo(byte[].class)
                .findOne()
                .map(Bytes::of)
                .orElseThrow(() -> new IllegalStateException("nothing is kept under " + digest)));
    }

    @Override
    public int sweep() {
        return database.withHandle(handle -> handle.execute("""
                delete from kept where at < now() - interval '7 days' and not exists (
                    select from run where closed is null and state::text like '%' || kept.digest || '%')
                """));
    }
}
