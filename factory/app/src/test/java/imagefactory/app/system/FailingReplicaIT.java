package imagefactory.app.system;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** One of two replicas dies or sleeps: half of the time of all tests here, in a JVM with premises of its own. */
@Suite
@SelectClasses({KilledReplicaIT.class, LateReplicaIT.class})
class FailingReplicaIT {}
