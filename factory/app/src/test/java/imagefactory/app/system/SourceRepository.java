package imagefactory.app.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A git repository with a folder for each image, or with a catalog. */
final class SourceRepository implements AutoCloseable {
    private final Path folder;
    private final Git git;

    SourceRepository(Path folder) throws GitAPIException {
        this.folder = folder;
        git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    }

    /** Has the image's next build be of other bits. */
    void push(String image) throws IOException, GitAPIException {
        var context = Files.createDirectories(folder.resolve(image));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY bits /bits\n");
        Files.writeString(context.resolve("bits"), UUID.randomUUID().toString());
        commit(image);
    }

    /** Has a file be this. */
    void write(String file, String content) throws IOException, GitAPIException {
        Files.writeString(folder.resolve(file), content);
        commit(file);
    }

    private void commit(String changed) throws GitAPIException {
        git.add().addFilepattern(changed).call();
        git.commit()
                .setMessage("Change " + changed)
                .setAuthor("Ada", "ada@example.com")
                .setCommitter("Ada", "ada@example.com")
                .setSign(false)
                .call();
    }

    /** As a catalog names it. */
    String url() {
        return "file://" + folder;
    }

    @Override
    public void close() {
        git.close();
    }
}
