namespace Hub.Workflows.Http;

/// <summary>Says whether the burst runs inside an HTTP request that waits for an answer. The host object of the burst implements it.</summary>
public interface IHttpExchange
{
    /// <summary>Whether a response can still be written.</summary>
    bool CanRespond { get; }
}
