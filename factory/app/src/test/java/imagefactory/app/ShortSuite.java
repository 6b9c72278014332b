package imagefactory.app;

import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All other tests. */
@Suite
@SelectPackages("imagefactory.app")
@ExcludeTags("long")
class ShortSuite {}
