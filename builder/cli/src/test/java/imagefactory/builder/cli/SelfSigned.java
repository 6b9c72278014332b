package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that nobody vouches for but itself.
 *
 * @param certificate PEM
 * @param key PEM
 */
record SelfSigned(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static SelfSigned in(Path folder) throws Exception {
        Files.createDirectories(folder);
        var store = folder.resolve("store.p12");
        generate(store);
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        return new SelfSigned(
                Files.writeString(
                        folder.resolve("ca.pem"),
                        pem("CERTIFICATE", keys.getCertificate("here").getEncoded())),
                Files.writeString(
                        folder.resolve("key.pem"),
                        pem("PRIVATE KEY", keys.getKey("here", PASSWORD).getEncoded())));
    }

    private static void generate(Path store) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "here",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=here",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String pem(String what, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
