package imagefactory.oci.http;

import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.oci.content.Hash;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.ManifestReader;
import imagefactory.oci.content.Wrong;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.OptionalLong;

/** Manifests and indexes of a registry (distribution-spec v1.1, "Pulling manifests", "Pushing Manifests", "Deleting"). */
final class Manifests {
    private static final String ACCEPTED =
            String.join(", ", MediaTypes.MANIFESTS.stream().sorted().toList());

    private final RegistryHttp http;

    Manifests(RegistryHttp http) {
        this.http = http;
    }

    /** By HEAD; by GET where a registry leaves out what HEAD should say. */
    Optional<Descriptor> head(ImageRef ref, Patience patience) throws Unavailable, Refused {
        var ask = ask("HEAD", ref).with("Accept", ACCEPTED);
        var answer = http.call(ask, patience);
        if (answer.isMissing()) {
            return Optional.empty();
        }
        if (!answer.isGood() && answer.status() != Answer.NOT_ALLOWED) {
            throw http.refused(ask, answer);
        }
        var said = said(answer);
        if (said.isEmpty()) {
            return get(ref, patience).map(Manifests::bare);
        }
        checkDigest(ref, said.get());
        return said;
    }

    private static Optional<Descriptor> said(Answer answer) {
        var type = answer.mediaType().filter(MediaTypes.MANIFESTS::contains);
        var size = length(answer);
        return answer.isGood() && type.isPresent() && answer.digest().isPresent() && size.isPresent()
                ? Optional.of(new Descriptor(type.get(), answer.digest().get(), size.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong length(Answer answer) {
        try {
            return answer.headers().firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Descriptor bare(Manifest manifest) {
        return new Descriptor(
                manifest.mediaType(), manifest.digest(), manifest.bytes().size());
    }

    private static void checkDigest(ImageRef ref, Descriptor said) throws Refused {
        var wanted = ref.digest()
                .filter(digest -> digest.algorithm().equals(said.digest().algorithm()));
        if (wanted.isPresent() && !wanted.get().equals(said.digest())) {
            throw Wrong.answer(ref + " was asked for and " + said.digest() + " was answered.");
        }
    }

    Optional<Manifest> get(ImageRef ref, Patience patience) throws Unavailable, Refused {
        var ask = ask("GET", ref).with("Accept", ACCEPTED);
        var answer = http.call(ask, patience);
        if (answer.isMissing()) {
            return Optional.empty();
        }
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        var expected = ref.digest().or(answer::digest);
        if (expected.isPresent() && !Hash.matches(expected.get(), answer.body())) {
            throw Wrong.answer(
                    ref + " has other bytes: their digest is " + Hash.of(expected.get(), answer.body()) + ".");
        }
        return Optional.of(ManifestReader.read(ref.toString(), answer.mediaType(), answer.body()));
    }

    /** The registry's answer, for what its headers say. */
    Answer put(ImageRef target, Manifest manifest, Patience patience) throws Unavailable, Refused {
        if (manifest.bytes().size() > Json.LIMIT) {
            throw Wrong.answer(target + " was not put: its manifest has more than " + Json.LIMIT + " bytes.");
        }
        var ask = ask("PUT", target)
                .with("Content-Type", manifest.mediaType())
                .body(() -> BodyPublishers.ofByteArray(manifest.bytes().array()));
        var answer = http.call(ask, patience);
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        var named = answer.digest();
        if (named.isPresent() && !Hash.matches(named.get(), manifest.bytes())) {
            throw Wrong.answer(target + " was put as " + manifest.digest() + " and taken as " + named.get() + ".");
        }
        return answer;
    }

    void delete(ImageRef ref, Patience patience) throws Unavailable, Refused {
        var ask = ask("DELETE", ref);
        var answer = http.call(ask, patience);
        if (!answer.isGood() && !answer.isMissing()) {
            throw http.refused(ask, answer);
        }
    }

    private Ask ask(String method, ImageRef ref) throws Refused {
        return Ask.of(ref.repository(), method, http.uris().of(ref.repository(), "manifests/" + ref.reference()));
    }
}
