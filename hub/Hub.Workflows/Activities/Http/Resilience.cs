using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>
/// The resilience strategy of one step, and the attempts it makes: after a failure that may pass, the execution waits at a timer and
/// makes the call again. The attempts are kept with the execution and go into its record.
/// </summary>
internal sealed class Resilience
{
    private readonly RetryStrategy? _strategy;
    private readonly CompiledExpression? _expression;

    private Resilience(RetryStrategy? strategy, CompiledExpression? expression)
    {
        _strategy = strategy;
        _expression = expression;
    }

    public static Resilience None { get; } = new(null, null);

    public static Resilience Read(NodeCompilation compilation)
    {
        var setting = compilation.Node.CustomProperties.Member("resilienceStrategy");
        if (setting.Member("mode").AsText() is "Expression" or "1")
        {
            return setting.Member("expression") is { ValueKind: JsonValueKind.Object } expression ? new Resilience(null, compilation.CompileExpression(expression, "Object")) : None;
        }

        var id = setting.Member("strategyId").AsText();
        if (string.IsNullOrEmpty(id))
        {
            return None;
        }

        if (RetryStrategy.Find(id) is not { } strategy)
        {
            var known = string.Join(", ", RetryStrategy.Known.Select(one => one.Id));
            compilation.Warn("unknown-resilience-strategy", (
                $"The resilience strategy {id} is not known here, so the call is not made again. Choose one of {known}.",
                $"La stratégie de résilience {id} n'est pas connue ici : l'appel n'est pas refait. Choisissez l'une de {known}."));
            return None;
        }

        return new Resilience(strategy, null);
    }

    /// <summary>Waits for another attempt, if the strategy has one left. Then the caller has nothing more to do.</summary>
    /// <param name="result">What came of the attempt.</param>
    /// <param name="mayRepeat">Whether making the call again does no harm although nobody knows whether it took place.</param>
    public bool TryAgain(ActivityContext context, JsonElement result, bool mayRepeat)
    {
        var (outcome, statusCode, isUnknown) = HttpCallResult.Judge(result);
        if ((outcome == HttpCallOutcome.Answered && !RetryStrategy.IsTransient(statusCode)) || (isUnknown && !mayRepeat))
        {
            return false;
        }

        if (StrategyOf(context) is not { } strategy || context.Position >= strategy.MaxRetryAttempts)
        {
            return false;
        }

        var attempt = ++context.Position;
        var pause = strategy.PauseBefore(attempt, Chance(context, attempt));
        context.SetProperty(ActivityRecord.RetriesProperty, Append(context.GetProperty(ActivityRecord.RetriesProperty), attempt, pause, outcome, statusCode, result.Member("headers")));
        var reason = outcome == HttpCallOutcome.Answered ? $"status {statusCode}" : outcome.ToString();
        context.Note($"The call did not succeed ({reason}); attempt {attempt} of {strategy.MaxRetryAttempts} to repeat it follows in {pause:c}.");
        context.CreateBookmark(new BookmarkRequest { Name = OwnBookmarks.Retry, IncludeActivityInstanceId = true, Callback = "again", DueAt = context.Now + pause });
        return true;
    }

    private RetryStrategy? StrategyOf(ActivityContext context)
    {
        if (_expression is null)
        {
            return _strategy;
        }

        try
        {
            return RetryStrategy.From(_expression.Evaluate(context));
        }
        catch (ExpressionFailedException failure)
        {
            throw new ActivityFaultException("Failed to evaluate the resilience strategy", failure);
        }
    }

    // The engine has no chance of its own; and a burst that is run again after a crash must wait as long as the first time.
    private static double Chance(ActivityContext context, int attempt)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Instance.Id}\n{context.Number}\n{attempt}"), digest);
        return digest[0] / 255d;
    }

    private static JsonElement Append(JsonElement attempts, int attempt, TimeSpan pause, HttpCallOutcome outcome, int statusCode, JsonElement headers) =>
        JsonValues.Write((attempts, attempt, pause, outcome, statusCode, headers), static (writer, all) =>
        {
            writer.WriteStartArray();
            if (all.attempts.ValueKind == JsonValueKind.Array)
            {
                foreach (var earlier in all.attempts.EnumerateArray())
                {
                    earlier.WriteTo(writer);
                }
            }

            writer.WriteStartObject();
            writer.WriteNumber("attemptNumber", all.attempt);
            writer.WriteString("retryDelay", all.pause.ToString("c", CultureInfo.InvariantCulture));
            writer.WriteStartObject("details");
            writer.WriteString("Outcome", all.outcome.ToString());
            if (all.outcome == HttpCallOutcome.Answered)
            {
                writer.WriteString("StatusCode", all.statusCode.ToString(CultureInfo.InvariantCulture));
            }

            if (HttpHeaderList.From(all.headers).FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value is { Length: <= 64 } after)
            {
                writer.WriteString("Retry-After", after);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
}
