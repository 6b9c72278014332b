package imagefactory.app;

import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of many runs or of much waiting: half of the module's time, in a JVM with servers of its own. */
@Suite
@SelectPackages("imagefactory.app")
@IncludeTags("long")
class LongSuite {}
