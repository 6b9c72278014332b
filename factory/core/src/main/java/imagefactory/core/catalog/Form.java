package imagefactory.core.catalog;

/** What the text of a key has to look like, and what it stands for. */
@FunctionalInterface
interface Form<T> {
    T read(String text) throws Unreadable;
}
