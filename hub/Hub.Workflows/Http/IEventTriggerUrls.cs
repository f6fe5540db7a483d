namespace Hub.Workflows.Http;

/// <summary>Makes the addresses by which somebody without account may send an event to one instance. The host object of the burst implements it.</summary>
public interface IEventTriggerUrls
{
    /// <summary>An address that sends an event to an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="lifetime">How long the address works; null leaves it to the host.</param>
    string Create(string instanceId, string eventName, TimeSpan? lifetime);
}
