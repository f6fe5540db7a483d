using Hub.Server.Web;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Server.ElsaApi.Live;

/// <summary>
/// Elsa's SignalR hub <c>/elsa/hubs/workflow-instance</c>, over which the designer sees an instance move. A client names the
/// instances that it looks at and is told, without their data, that something changed; see <see cref="LiveUpdates"/>.
/// </summary>
internal sealed partial class WorkflowInstanceHub(LiveUpdates updates, ILogger<WorkflowInstanceHub> logger) : Microsoft.AspNetCore.SignalR.Hub
{
    private static readonly LocalizedText TooManyConnections = new(
        "Trop de connexions suivent déjà des exécutions en direct. Fermez des pages, ou continuez sans suivi en direct.",
        "Too many connections already follow runs live. Close some pages, or go on without live updates.");

    private static readonly LocalizedText TooManyInstances = new(
        $"Une connexion suit au plus {LiveConnection.MostInstances} exécutions. Ouvrez-en une autre.",
        $"One connection follows at most {LiveConnection.MostInstances} runs. Open another one.");

    private static readonly LocalizedText Unknown = new(
        "Il n'y a pas d'exécution de cet identifiant pour votre collectivité.",
        "Your local authority has no workflow instance of this id.");

    private static readonly LocalizedText Failed = new(
        "Le suivi en direct n'a pas pu commencer. Réessayez.",
        "Live updates could not begin. Try again.");

    public override Task OnConnectedAsync() =>
        updates.TryConnect(Context.ConnectionId, Http.Caller(), Context.Abort) ? Task.CompletedTask : throw Refusal(TooManyConnections);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        updates.Disconnect(Context.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>From now on this client hears of the instance, and once at once: it may have moved since its page was loaded.</summary>
    /// <exception cref="HubException">The caller's local authority has no such instance, or the connection follows as many as it may.</exception>
    public Task ObserveInstanceAsync(string instanceId)
    {
        ObserveOutcome outcome;
        try
        {
            outcome = updates.Observe(Context.ConnectionId, instanceId);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error);
            throw Refusal(Failed);
        }

        switch (outcome)
        {
            case ObserveOutcome.Unknown:
                throw Refusal(Unknown);
            case ObserveOutcome.TooMany:
                throw Refusal(TooManyInstances);
            default:
                return Task.CompletedTask;
        }
    }

    // Both transports that are offered keep the request open as long as the connection.
    private HttpContext Http => Context.GetHttpContext()!;

    private HubException Refusal(LocalizedText text) => new(text.For(RequestLanguage.Of(Http.Request)));

    private static partial class Log
    {
        [LoggerMessage(5090, LogLevel.Error, "A workflow instance could not be observed.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
