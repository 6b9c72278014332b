package imagefactory.app.system;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests here but that of the killed replica, which takes as long as they do together: each in a JVM with premises of its own. */
@Suite
@SelectPackages("imagefactory.app.system")
@IncludeClassNamePatterns(".*IT")
@ExcludeClassNamePatterns(".*\\.(KilledReplica|LivingReplicas)IT")
class LivingReplicasIT {}
