package imagefactory.cli.factory;

/**
 * Why something was built.
 *
 * @param label which kind of reason: {@code base updated}
 * @param detail what exactly; may be empty
 */
public record Reason(String label, String detail) {
    @Override
    public String toString() {
        return detail.isEmpty() ? label : label + " " + detail;
    }
}
