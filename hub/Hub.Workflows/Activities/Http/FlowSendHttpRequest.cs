using System.Globalization;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>Calls an HTTP address and leaves through the answer's status.</summary>
internal sealed class FlowSendHttpRequest : HttpSending
{
    private const string Unmatched = "Unmatched status code";
    private const string Failed = "Failed to connect";
    private const string TimedOut = "Timeout";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowSendHttpRequest",
        Category = "HTTP",
        DisplayName = ("HTTP Request (flow)", "Requête HTTP (flux)"),
        Description = ("Calls an HTTP address and goes on by the answer's status.", "Appelle une adresse HTTP et continue selon le code d'état de la réponse."),
        Kind = ActivityKind.Task,
        CustomProperties = ResilienceProperties,
        Inputs =
        [
            .. RequestInputs,
            new()
            {
                Name = "ExpectedStatusCodes",
                TypeName = "Int32[]",
                DisplayName = ("Expected status codes", "Codes d'état attendus"),
                Description = ("Status codes that are outcomes.", "Codes d'état qui sont des issues."),
                UIHint = "multitext",
                DefaultValue = JsonValues.Parse("[200]"),
            },
        ],
        Outputs = AnswerOutputs,
        Ports = [PortDescriptor.Flow(Unmatched), PortDescriptor.Flow(Failed), PortDescriptor.Flow(TimedOut), PortDescriptor.Flow(Outcome.Done)],
    };

    private bool _handlesFailure;
    private bool _handlesTimeout;

    public override void Compile(NodeCompilation compilation)
    {
        base.Compile(compilation);
        _handlesFailure = FlowPorts.IsConnected(compilation.Node, Failed);
        _handlesTimeout = FlowPorts.IsConnected(compilation.Node, TimedOut);
    }

    protected override bool HandlesNoAnswer(HttpCallOutcome outcome) => outcome == HttpCallOutcome.Timeout ? _handlesTimeout : _handlesFailure;

    protected override void Continue(ActivityContext context, HttpCallOutcome outcome, int statusCode)
    {
        switch (outcome)
        {
            case HttpCallOutcome.FailedToConnect:
                context.Complete([Failed]);
                break;
            case HttpCallOutcome.Timeout:
                context.Complete([TimedOut]);
                break;
            default:
                var code = statusCode.ToString(CultureInfo.InvariantCulture);
                context.Complete([context.GetTexts("ExpectedStatusCodes").Contains(code) ? code : Unmatched, Outcome.Done]);
                break;
        }
    }
}
