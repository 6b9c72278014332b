/** The routes, and what a fault of the plumbing does to them. Touches Camel and the rooms that they call. */
@NullMarked
package imagefactory.app.route;

import org.jspecify.annotations.NullMarked;
