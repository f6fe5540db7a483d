using Hub.Workflows.Http;

namespace Hub.Server.ElsaApi.Events;

/// <summary>The addresses that a workflow's <c>createEventTriggerUrl</c> makes, below the hub's own HTTP address.</summary>
internal sealed class EventTriggerUrls(SignedLinks links, HubOptions options) : IEventTriggerUrls
{
    public string Create(string instanceId, string eventName, TimeSpan? lifetime) =>
        new Uri(options.Http, $"/elsa/api/events/trigger?t={links.Create(LinkPurpose.TriggerEvent, instanceId, eventName, lifetime)}").AbsoluteUri;
}
