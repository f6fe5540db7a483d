namespace Hub.Server.Exchange;

/// <summary>One step of the path that every message takes. <see cref="ExchangePipeline"/> lists them in order.</summary>
public interface IExchangeStep
{
    ValueTask<StepResult> RunAsync(MessageExchange exchange, CancellationToken cancellationToken);
}
