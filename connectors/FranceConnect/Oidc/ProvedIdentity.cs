using Hub.Connectors.FranceConnect.Identity;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>A citizen whom the source vouches for.</summary>
/// <param name="Assurance">The level reached, <c>eidas1</c> to <c>eidas3</c>.</param>
/// <param name="IdToken">Only to sign the citizen out with; never kept.</param>
internal sealed record ProvedIdentity(PivotIdentity Identity, string Assurance, string IdToken);
