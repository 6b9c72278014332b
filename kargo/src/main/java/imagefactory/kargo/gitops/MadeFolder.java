package imagefactory.kargo.gitops;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.kargo.Manifest;
import imagefactory.source.Branch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A folder of made manifests: these and no others. What other people wrote there is left alone, and never written over. */
record MadeFolder(String folder, List<Manifest> manifests) implements Change {
    @Override
    public void on(Branch branch) throws Refused, Unavailable {
        Map<String, String> wanted = manifests.stream().collect(Collectors.toMap(Manifest::path, Manifest::yaml));
        var there = branch.readAll(folder, path -> path.endsWith(".yaml"));
        for (var file : there.entrySet()) {
            boolean isMade = Manifest.isMade(file.getValue().utf8());
            if (wanted.containsKey(file.getKey()) && !isMade) {
                throw inTheWay(file.getKey());
            }
            if (!wanted.containsKey(file.getKey()) && isMade) {
                branch.remove(path(file.getKey()));
            }
        }
        for (var file : wanted.entrySet()) {
            branch.write(path(file.getKey()), Bytes.utf8(file.getValue()));
        }
    }

    private String path(String file) {
        return folder + "/" + file;
    }

    private Refused inTheWay(String file) {
        return new Refused(new Problem(
                Problem.Code.PROMOTION_REFUSED,
                path(file) + " is in the way: a manifest belongs there, and this file was not made by the factory.",
                "Move it elsewhere, or set factory.gitops.path to a folder of its own."));
    }
}
