namespace Hub.Server.Exchange;

/// <summary>The types of message that enter by the one door.</summary>
public static class MessageTypes
{
    /// <summary>A citizen request; subject: the procedure.</summary>
    public const string RequestSubmitted = "hub.request.submitted";

    /// <summary>A message to a journey from any channel; subject: the message's name.</summary>
    public const string JourneyMessage = "hub.journey.message";

    /// <summary>A connector's answer to a command; subject: the command's id.</summary>
    public const string ConnectorReply = "hub.connector.reply";

    /// <summary>What a connector reports by itself; subject: the event's type.</summary>
    public const string ConnectorEvent = "hub.connector.event";

    /// <summary>A timer that is due; subject: its bookmark.</summary>
    public const string TimerDue = "hub.timer.due";

    /// <summary>The result of an outside call that a workflow asked for; subject: its bookmark.</summary>
    public const string EffectDone = "hub.effect.done";

    /// <summary>A request to a workflow's own HTTP route; subject: method and path.</summary>
    public const string HttpRequest = "hub.http.request";

    /// <summary>A workflow run that somebody asks for by name; subject: the definition.</summary>
    public const string WorkflowRun = "hub.workflow.run";

    /// <summary>What somebody orders about one instance, such as its end; subject: the instance.</summary>
    public const string InstanceOrder = "hub.workflow.order";

    /// <summary>A workflow that another one had started; subject: the instance that it becomes.</summary>
    public const string ChildStart = "hub.workflow.child-start";

    /// <summary>The end of workflows that another one waits for; subject: the instance that waits.</summary>
    public const string ChildEnd = "hub.workflow.child-end";

    /// <summary>The end of an instance whose parent was cancelled; subject: the instance.</summary>
    public const string ChildCancel = "hub.workflow.child-cancel";

    /// <summary>A named event for whoever waits for it; subject: the event's name.</summary>
    public const string WorkflowEvent = "hub.workflow.event";

    /// <summary>A change that somebody makes to an instance by hand; subject: the instance.</summary>
    public const string WorkflowAlteration = "hub.workflow.alteration";
}
