package imagefactory.core.plan;

import imagefactory.core.attest.Provenance;
import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is published of an image.
 *
 * @param index type, digest and size; what it lists is for its provenance to say
 * @param tags where the enrolled tags that move point now; a tag that is not there is empty
 * @param origin how it was made, if a trusted key has signed that
 */
public record Release(Descriptor index, SortedMap<String, Optional<Digest>> tags, Optional<Provenance> origin) {}
