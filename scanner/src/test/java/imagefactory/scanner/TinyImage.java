package imagefactory.scanner;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image of one layer, made of a handful of files. */
record TinyImage(Platform platform, Bytes layer) {
    /** Debian 12 with this version of acme-tls and nothing else. */
    static TinyImage debian(Platform platform, String acmeTls) throws IOException {
        return debian(platform, acmeTls, Map.of());
    }

    static TinyImage debian(Platform platform, String acmeTls, Map<String, byte[]> more) throws IOException {
        var files = new TreeMap<>(more);
        files.put("etc/os-release", bytes("ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n"));
        files.put("etc/debian_version", bytes("12.9\n"));
        files.put("var/lib/dpkg/status", bytes("""
                Package: acme-tls
                Status: install ok installed
                Maintainer: Demo <demo@example.com>
                Architecture: all
                Version: %s
                Description: TLS of the demo

                """.formatted(acmeTls)));
        return new TinyImage(platform, Bytes.of(tar(files)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] tar(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    Digest manifestDigest() {
        return Digest.of(manifest());
    }

    void writeTo(Path layout) throws IOException {
        var blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        for (var blob : new byte[][] {layer.array(), config(), manifest()}) {
            Files.write(blobs.resolve(Digest.of(blob).hex()), blob);
        }
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\": 2, \"manifests\": [%s]}".formatted(descriptor("manifest.v1+json", manifest())));
    }

    private byte[] config() {
        return bytes("""
                {"architecture": "%s", "os": "%s", "rootfs": {"type": "layers", "diff_ids": ["%s"]}}""".formatted(platform.architecture(), platform.os(), layer.digest()));
    }

    private byte[] manifest() {
        return bytes("""
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": %s, "layers": [%s]}""".formatted(descriptor("config.v1+json", config()), descriptor("layer.v1.tar", layer.array())));
    }

    private static String descriptor(String type, byte[] blob) {
        return """
                {"mediaType": "application/vnd.oci.image.%s", "digest": "%s", "size": %d}""".formatted(type, Digest.of(blob), blob.length);
    }
}
