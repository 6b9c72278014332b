package imagefactory.kargo.gitops;

import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.source.Branch;

/** A file that is made to name an image's digest. */
record ImageUpdate(Update update, Repository repository, Digest digest) implements Change {
    @Override
    public void on(Branch branch) throws Refused, Unavailable {
        var there = branch.read(update.path());
        if (there.isEmpty()) {
            throw refused("is not there", "Commit it, or correct the path of the update");
        }
        try {
            var text = there.get().utf8();
            if (!Bytes.utf8(text).equals(there.get())) {
                throw new NotEditable("is no text in UTF-8");
            }
            branch.write(update.path(), Bytes.utf8(edited(text)));
        } catch (NotEditable e) {
            throw refused(String.valueOf(e.getMessage()), "Correct the file, or the key of the update");
        }
    }

    private String edited(String text) throws NotEditable {
        return switch (update.edit().type()) {
            case YAML_UPDATE ->
                YamlValue.set(
                        text,
                        update.edit().yamlKey(),
                        update.edit().holdsDigestAlone() ? digest.value() : repository + "@" + digest);
            case KUSTOMIZE_SET_IMAGE -> Kustomization.set(text, kustomized());
        };
    }

    /** An image that goes by another name in the file is given its own. */
    private Kustomization.Wanted kustomized() {
        var own = repository.toString();
        var alias = update.edit().key().filter(key -> !key.equals(own));
        return new Kustomization.Wanted(alias.orElse(own), alias.map(_ -> own), digest);
    }

    private Refused refused(String why, String advice) {
        return new Refused(new Problem(
                Problem.Code.PROMOTION_REFUSED,
                update.path() + " in " + update.repository() + " cannot be made to name " + repository + ": the file "
                        + why + ".",
                advice + "."));
    }
}
