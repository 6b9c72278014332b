package imagefactory.core.dockerfile;

import java.util.Locale;

/** What a Dockerfile may use that not every builder has, or that an image format cannot hold. */
public enum Feature {
    ADD_CHECKSUM,
    ADD_CHMOD,
    ADD_EXCLUDE,
    ADD_GIT,
    ADD_HEREDOC,
    ADD_KEEP_GIT_DIR,
    ADD_LINK,
    ADD_UNPACK,
    ADD_URL,
    COPY_CHMOD,
    COPY_EXCLUDE,
    COPY_HEREDOC,
    COPY_LINK,
    COPY_PARENTS,
    /** Not in the OCI image configuration; kept by docker's. */
    HEALTHCHECK,
    HEALTHCHECK_START_INTERVAL,
    /** Not in the OCI image configuration; kept by docker's. */
    ONBUILD,
    RUN_DEVICE,
    RUN_HEREDOC,
    RUN_MOUNT_BIND,
    RUN_MOUNT_CACHE,
    RUN_MOUNT_SECRET,
    RUN_MOUNT_SSH,
    RUN_MOUNT_TMPFS,
    RUN_NETWORK,
    RUN_SECURITY,
    /** Not in the OCI image configuration; kept by docker's. */
    SHELL;

    /** Whether an image in OCI format would lose it (image-spec v1.1, "Image Configuration"). */
    public boolean lostInOciFormat() {
        return this == HEALTHCHECK || this == ONBUILD || this == SHELL;
    }

    /** In the words of a Dockerfile: {@code COPY --link}, {@code RUN --mount=type=cache}. */
    @Override
    public String toString() {
        var words = name().split("_", 2);
        if (words.length == 1) {
            return name();
        }
        var rest = words[1].toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (this) {
            case ADD_GIT, ADD_HEREDOC, ADD_URL, COPY_HEREDOC, RUN_HEREDOC -> words[0] + " " + rest;
            case RUN_MOUNT_BIND, RUN_MOUNT_CACHE, RUN_MOUNT_SECRET, RUN_MOUNT_SSH, RUN_MOUNT_TMPFS ->
                words[0] + " --" + rest.replace("mount-", "mount=type=");
            default -> words[0] + " --" + rest;
        };
    }
}
