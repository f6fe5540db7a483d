using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.Connector.{connector}.{operation}</c>: <see cref="SendToConnector"/> for one operation, with an input for each of its fields.</summary>
internal sealed class CallOperation(OperationStep step) : ConnectorCall
{
    public OperationStep Step => step;

    protected override bool ChecksPayload => true;

    protected override ConnectorCommand BuildCommand(ActivityContext context) => new(step.Connector.Name, step.Operation.Name, PayloadOf(context));

    protected override void OnReply(ActivityContext context, JsonElement reply)
    {
        context.SetOutput(OutputDescriptor.Result, reply);
        foreach (var result in step.Results)
        {
            context.SetOutput(result.Name, reply.Member(result.Member));
        }

        context.Complete(Outcome.Done);
    }

    private JsonElement PayloadOf(ActivityContext context)
    {
        var whole = context.GetInput(OperationStep.PayloadInput);
        if (!step.IsObject || (whole.IsSet() && whole.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)))
        {
            return whole.IsSet() ? whole : JsonValues.Null;
        }

        var given = step.Fields.Select(field => (Field: field, Value: context.GetInput(field.Name))).Where(pair => IsGiven(pair.Field, pair.Value)).ToArray();
        return JsonValues.Write((whole, given), static (writer, parts) =>
        {
            writer.WriteStartObject();
            if (parts.whole.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in parts.whole.EnumerateObject().Where(member => !parts.given.Any(pair => member.NameEquals(pair.Field.Member))))
                {
                    member.WriteTo(writer);
                }
            }

            foreach (var (field, value) in parts.given)
            {
                writer.WritePropertyName(field.Member);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    // The designer leaves an empty text behind in a field that was cleared: that is no value, unless one is asked for.
    private static bool IsGiven(OperationField field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => false,
        JsonValueKind.Null => field.TakesNull,
        JsonValueKind.String when value.ValueEquals(ReadOnlySpan<byte>.Empty) => field.IsRequired,
        _ => true,
    };
}
