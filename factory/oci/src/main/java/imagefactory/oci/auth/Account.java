package imagefactory.oci.auth;

/**
 * A credential and where it is from.
 *
 * @param origin for messages: the entry and its file, the helper, or that there is none
 */
public record Account(Credential credential, String origin) {
    /** Nobody, and why. */
    public static Account nobody(String origin) {
        return new Account(new Credential.Anonymous(), origin);
    }

    public boolean isAnonymous() {
        return credential instanceof Credential.Anonymous;
    }
}
