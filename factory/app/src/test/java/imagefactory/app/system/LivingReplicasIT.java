package imagefactory.app.system;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All other tests here. */
@Suite
@SelectPackages("imagefactory.app.system")
@IncludeClassNamePatterns(".*IT")
@ExcludeClassNamePatterns(".*\\.((Killed|Late|Failing)Replica|LivingReplicas)IT")
class LivingReplicasIT {}
