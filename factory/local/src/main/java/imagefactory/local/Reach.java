package imagefactory.local;

import java.nio.file.Path;

/** From where the servers can be reached. */
sealed interface Reach {
    /** From this machine alone, on ports that were free. */
    record Machine() implements Reach {}

    /**
     * From wherever the network lets, as in a pod whose policies say who that is.
     *
     * @param host the name that Kafka's clients are told to come back by
     * @param password the file with PostgreSQL's password
     */
    record Network(String host, int kafka, int postgres, Path password) implements Reach {
        private static final int KAFKA = 9092;
        private static final int POSTGRES = 5432;

        /** On the ports where everybody looks for them. */
        static Network of(String host, Path password) {
            return new Network(host, KAFKA, POSTGRES, password);
        }
    }
}
