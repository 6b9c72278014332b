package imagefactory.oci.auth;

/** What the factory can show a registry of itself. Never printed: {@code toString} says the kind and nothing else. */
public sealed interface Credential {
    /** Nothing: what everybody may read. */
    record Anonymous() implements Credential {}

    /** A name and a password, or a token in its place. */
    record Login(String user, String password) implements Credential {
        @Override
        public String toString() {
            return "Login";
        }
    }

    /** A refresh token, to be exchanged at the registry's token server. */
    record IdentityToken(String token) implements Credential {
        @Override
        public String toString() {
            return "IdentityToken";
        }
    }

    /** A token that the registry itself takes as it is. */
    record RegistryToken(String token) implements Credential {
        @Override
        public String toString() {
            return "RegistryToken";
        }
    }
}
