/** The routes, and what a fault of the plumbing does to them. Touches core, intake, planning, promotion, relay, run, schedule, stage, store and Camel. */
@NullMarked
package imagefactory.app.route;

import org.jspecify.annotations.NullMarked;
