package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.registry.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sigstore bundle v0.3 (sigstore/protobuf-specs, sigstore_bundle.proto) of one DSSE envelope with one signature by a key.
 *
 * <p>What a transparency log or a time authority added is read over: trust comes from the key alone.
 *
 * @param hint names the key: base64 of SHA-256 over its DER form
 * @param payload the statement
 */
record Bundle(String hint, Bytes payload, Bytes signature) {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** What is signed: DSSE v1's pre-authentication encoding (secure-systems-lab/dsse, protocol.md). */
    static byte[] signed(Bytes payload) {
        var head = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.size() + " ";
        var start = head.getBytes(StandardCharsets.US_ASCII);
        var all = new byte[start.length + payload.size()];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(payload.array(), 0, all, start.length, payload.size());
        return all;
    }

    Bytes json() {
        return CanonicalJson.write(Map.of(
                "mediaType",
                MediaTypes.SIGSTORE_BUNDLE,
                "verificationMaterial",
                Map.of("publicKey", Map.of("hint", hint)),
                "dsseEnvelope",
                Map.of(
                        "payload",
                        base64(payload),
                        "payloadType",
                        PAYLOAD_TYPE,
                        "signatures",
                        List.of(Map.of("sig", base64(signature))))));
    }

    /** @throws IllegalArgumentException with the place that is not as it has to be */
    static Bundle read(Bytes document) {
        var json = Json.read("the bundle", document).only(Set.of("mediaType", "verificationMaterial", "dsseEnvelope"));
        json.get("mediaType").is(MediaTypes.SIGSTORE_BUNDLE);
        var material =
                json.get("verificationMaterial").only(Set.of("publicKey", "tlogEntries", "timestampVerificationData"));
        var hint = material.get("publicKey").only(Set.of("hint")).get("hint");
        var envelope = json.get("dsseEnvelope").only(Set.of("payload", "payloadType", "signatures"));
        envelope.get("payloadType").is(PAYLOAD_TYPE);
        return new Bundle(hint.text(), envelope.get("payload").base64(), signature(envelope.get("signatures")));
    }

    private static Bytes signature(Json signatures) {
        var all = signatures.list();
        if (all.size() != 1) {
            throw new IllegalArgumentException(signatures.place() + " are " + all.size() + ", one was expected");
        }
        return all.getFirst().only(Set.of("sig", "keyid")).get("sig").base64();
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
