package imagefactory.core.attest;

import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.build.Inputs;
import imagefactory.core.image.Digest;
import imagefactory.core.registry.ImageConfig;
import java.util.Optional;

/**
 * What was planned of one platform, and what was found of it before it is published.
 *
 * @param inputs as planned
 * @param epoch as planned
 * @param key under which the build was asked for and is kept
 * @param scanned the manifest that was looked through
 * @param config of that manifest, as the registry has it
 * @param base configuration of the pinned image that the final stage is FROM; empty where that stage is FROM scratch
 * @param report the builder's own word; empty where the factory knows the build from a provenance that it signed
 */
public record Evidence(
        Inputs inputs,
        String epoch,
        BuildKey key,
        Digest scanned,
        ImageConfig config,
        Optional<ImageConfig> base,
        Optional<Report> report) {}
