/** The world outside, played for the tests of the routes: a registry in a directory, and fakes behind the other ports. */
@org.jspecify.annotations.NullMarked
package imagefactory.app.outside;
