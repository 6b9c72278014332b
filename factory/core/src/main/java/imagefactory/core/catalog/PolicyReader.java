package imagefactory.core.catalog;

import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.ScanPolicy.Acceptance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads when an image is rebuilt and what a scan may find. */
final class PolicyReader {
    static final int MOST_ACCEPTED = 500;

    private PolicyReader() {}

    static RebuildPolicy rebuild(Fields fields) {
        return new RebuildPolicy(
                fields.read("rebuildDelay", Forms.DELAY_TIME).orElse(Defaults.DELAY),
                fields.flag("autoRebuild", Defaults.AUTOMATIC),
                fields.read("schedule", Forms.NAME).orElse(Defaults.SCHEDULE));
    }

    static ScanPolicy scan(Fields fields) {
        return fields.fields("scan", Place.SCAN).map(PolicyReader::policy).orElse(Defaults.SCAN);
    }

    private static ScanPolicy policy(Fields scan) {
        var accept = scan.get("accept").map(value -> value.items(0, MOST_ACCEPTED));
        return new ScanPolicy(
                scan.read("ceiling", Forms.SEVERITY).orElse(Defaults.CEILING),
                scan.flag("onlyFixable", Defaults.ONLY_FIXABLE),
                acceptances(accept.orElse(List.of())));
    }

    private static List<Acceptance> acceptances(List<Value> items) {
        var list = new ArrayList<Acceptance>();
        var seen = new HashSet<String>();
        for (var item : items) {
            var read = acceptance(new Fields(item, Place.ACCEPT));
            if (read.isPresent() && !seen.add(read.get().id())) {
                item.find("accepts " + read.get().id() + " again.", "Keep one.");
            }
            read.ifPresent(list::add);
        }
        return list;
    }

    private static Optional<Acceptance> acceptance(Fields fields) {
        var id = fields.need("id", Forms.FINDING_ID, () -> "Add id: CVE-….");
        var reason = fields.need("reason", Forms.REASON, () -> "Add reason: and why it is tolerated.");
        var until = fields.need("until", Forms.DATE, () -> "Add until: and the last day, 2027-03-01.");
        return id.flatMap(a -> reason.flatMap(b -> until.map(c -> new Acceptance(a, b, c))));
    }
}
