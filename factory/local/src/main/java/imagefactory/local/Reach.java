package imagefactory.local;

import java.nio.file.Path;

/** From where the servers can be reached. */
sealed interface Reach {
    /** From this machine alone, on ports that were free. */
    record Machine() implements Reach {}

    /**
     * From wherever the network lets, as in a pod whose policies say who that is: Kafka on port 9092, PostgreSQL on 5432.
     *
     * @param host the name that Kafka's clients are told to come back by
     * @param password the file with PostgreSQL's password
     */
    record Network(String host, Path password) implements Reach {
        static final int KAFKA = 9092;
        static final int POSTGRES = 5432;
    }
}
