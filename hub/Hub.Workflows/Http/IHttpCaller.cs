namespace Hub.Workflows.Http;

/// <summary>Makes the calls that change nothing (GET, HEAD) while a burst runs. The host object of the burst implements it.</summary>
public interface IHttpCaller
{
    /// <summary>Makes the call; failing to connect and running out of time are results, not exceptions.</summary>
    ValueTask<HttpCallResult> CallAsync(HttpCall call, CancellationToken cancellationToken);
}
