/** What Kargo, Argo Rollouts and Kubernetes are told about the enrolled images: pure synthesis from the catalog. Touches core. */
@NullMarked
package imagefactory.kargo;

import org.jspecify.annotations.NullMarked;
