package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.LeftoverView;
import imagefactory.cli.factory.LeftoverView.Item;
import java.util.List;
import java.util.Locale;

/** What nobody needs in staging repositories, and what became of it. */
public record LeftoverText(Times times) {
    private static final int KIB = 1024;
    private static final String UNITS = "KMGT";

    public String report(List<LeftoverView> repositories, boolean applied) {
        var items = repositories.stream()
                .flatMap(repository -> repository.items().stream())
                .filter(item -> item.deleted() || !applied)
                .toList();
        int kept = repositories.stream().mapToInt(LeftoverView::kept).sum();
        var summary = manifests(items.size()) + ", "
                + size(items.stream().mapToLong(Item::bytes).sum())
                + (applied ? " deleted; " : " can be deleted; ") + kept + (kept == 1 ? " stays." : " stay.")
                + (applied || items.isEmpty() ? "" : " Nothing was changed: add --apply to delete.");
        boolean found =
                repositories.stream().anyMatch(repository -> !repository.items().isEmpty());
        return found ? table(repositories, applied) + "\n" + summary : summary;
    }

    private String table(List<LeftoverView> repositories, boolean applied) {
        var table = new Table("REPOSITORY", "MANIFEST", "TAGS", "SIZE", "USED", "BECAUSE");
        for (var repository : repositories) {
            for (var item : repository.items()) {
                table.row(
                        repository.repository(),
                        Brief.name(item.digest()),
                        item.tags().isEmpty()
                                ? "-"
                                : String.join(
                                        "\n",
                                        item.tags().stream()
                                                .map(LeftoverText::tag)
                                                .toList()),
                        size(item.bytes()),
                        item.used().map(times::at).orElse("-"),
                        applied && !item.deleted()
                                ? "stays: it is used again, or could not be deleted"
                                : item.because());
            }
        }
        return table.toString();
    }

    /** The factory's own tags are 70 characters long. */
    private static String tag(String tag) {
        int most = 18;
        return tag.length() <= most ? tag : tag.substring(0, most) + "…";
    }

    private static String manifests(int number) {
        return number + (number == 1 ? " manifest" : " manifests");
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= KIB && unit < UNITS.length() - 1) {
            amount /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", amount, UNITS.charAt(unit));
    }
}
