using Hub.Connectors.FranceConnect.Oidc;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>
/// Tells journeys through the hub. The event is in the box on disk when this returns, so the citizen's page does not wait for a hub that
/// may be away. Event ids come from the sign-in: told again, the hub knows it has heard it.
/// </summary>
internal sealed class HubEvents(HubClient hub) : IIdentityEvents
{
    public Task ProvedAsync(SignIn signIn, ProvedIdentity proved, CancellationToken cancellationToken) => hub.EnqueueAsync(
        ConnectorEvent.From(
            signIn.Id + ".proved", "identity.proved", new { proved.Identity, proved.Assurance, Reference = signIn.Id }, ContextOf(signIn)),
        cancellationToken);

    public Task RefusedAsync(SignIn signIn, string reason, CancellationToken cancellationToken) => hub.EnqueueAsync(
        ConnectorEvent.From(signIn.Id + ".refused", "identity.refused", new { Reason = reason, Reference = signIn.Id }, ContextOf(signIn)),
        cancellationToken);

    private static MessageContext ContextOf(SignIn signIn) => new()
    {
        Tenant = signIn.Tenant,
        JourneyId = signIn.JourneyId ?? "",
        CaseId = signIn.CaseId ?? "",
        Traceparent = signIn.TraceParent ?? "",
    };
}
