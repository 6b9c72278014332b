package imagefactory.core.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import imagefactory.core.image.Repository;

/** One entry of {@code images.yaml}. In JSON its property {@code kind} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Managed.class, name = "managed"),
    @JsonSubTypes.Type(value = External.class, name = "external")
})
public sealed interface EnrolledImage permits Managed, External {
    /** A DNS label, unique in its catalog. */
    String name();

    /** Where it is published. No managed image shares it with another image. */
    Repository repository();

    /** Where it goes once it is published. */
    Promotion promotion();
}
