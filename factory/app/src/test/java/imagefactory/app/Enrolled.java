package imagefactory.app;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;

/** An image of the test catalog; its base, its repositories and its schedule are its own. */
record Enrolled(String name) {
    ImageRef base() {
        return ImageRef.parse("registry.test/base/" + name + ":12");
    }

    Repository repository() {
        return Repository.parse("registry.test/demo/" + name);
    }

    Repository staging() {
        return Repository.parse("registry.test/demo/" + name + "-build");
    }

    String dockerfile() {
        return name + "/Dockerfile";
    }

    /** As a forge writes it. */
    String cloneUrl() {
        return "https://git.test/demo/" + name;
    }
}
