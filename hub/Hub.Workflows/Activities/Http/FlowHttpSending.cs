using System.Globalization;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>What the HTTP activities share that leave through outcomes: the answer's status where it is expected, and why there is none.</summary>
internal abstract class FlowHttpSending : HttpSending
{
    protected const string Unmatched = "Unmatched status code";
    protected const string Failed = "Failed to connect";
    protected const string TimedOut = "Timeout";

    private bool _handlesFailure;
    private bool _handlesTimeout;

    protected static InputDescriptor ExpectedStatusCodes { get; } = new()
    {
        Name = "ExpectedStatusCodes",
        TypeName = "Int32[]",
        DisplayName = ("Expected status codes", "Codes d'état attendus"),
        Description = ("Status codes that are outcomes.", "Codes d'état qui sont des issues."),
        UIHint = "multitext",
        DefaultValue = JsonValues.Parse("[200]"),
    };

    protected static IReadOnlyList<PortDescriptor> Outcomes { get; } = [PortDescriptor.Flow(Unmatched), PortDescriptor.Flow(Failed), PortDescriptor.Flow(TimedOut), PortDescriptor.Flow(Outcome.Done)];

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
