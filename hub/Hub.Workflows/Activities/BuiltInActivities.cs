using Hub.Workflows.Activities.Branching;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Activities.Console;
using Hub.Workflows.Activities.Events;
using Hub.Workflows.Activities.Flow;
using Hub.Workflows.Activities.Http;
using Hub.Workflows.Activities.Looping;
using Hub.Workflows.Activities.Primitives;
using Hub.Workflows.Activities.Scheduling;
using Hub.Workflows.Activities.Scripting;

namespace Hub.Workflows.Activities;

/// <summary>The engine's own activities, one line each.</summary>
internal static class BuiltInActivities
{
    public static void AddTo(ActivityRegistry registry)
    {
        registry.Add(Flowchart.Descriptor, static () => new Flowchart());
        registry.Add(Sequence.Descriptor, static () => new Sequence());
        registry.Add(Flow.Parallel.Descriptor, static () => new Flow.Parallel());
        registry.Add(FlowNode.Descriptor, static () => new FlowNode());
        registry.Add(Start.Descriptor, static () => new Start());
        registry.Add(End.Descriptor, static () => new End());
        registry.Add(FlowJoin.Descriptor, static () => new FlowJoin());
        registry.Add(StateMachine.Descriptor, static () => new StateMachine());

        registry.Add(If.Descriptor, static () => new If());
        registry.Add(FlowDecision.Descriptor, static () => new FlowDecision());
        registry.Add(Switch.Descriptor, static () => new Switch());
        registry.Add(FlowSwitch.Descriptor, static () => new FlowSwitch());
        registry.Add(Fork.Descriptor, static () => new Fork());
        registry.Add(FlowFork.Descriptor, static () => new FlowFork());

        registry.Add(While.Descriptor, static () => new While());
        registry.Add(For.Descriptor, static () => new For());
        registry.Add(ForEach.Descriptor, static () => new ForEach());
        registry.Add(ParallelForEach.Descriptor, static () => new ParallelForEach());
        registry.Add(Break.Descriptor, static () => new Break());

        registry.Add(SetVariable.Descriptor, static () => new SetVariable());
        registry.Add(SetName.Descriptor, static () => new SetName());
        registry.Add(Correlate.Descriptor, static () => new Correlate());
        registry.Add(Fault.Descriptor, static () => new Fault());
        registry.Add(Finish.Descriptor, static () => new Finish());
        registry.Add(WriteLine.Descriptor, static () => new WriteLine());
        registry.Add(ReadLine.Descriptor, static () => new ReadLine());

        registry.Add(RunJavaScript.Descriptor, static () => new RunJavaScript());

        registry.Add(WorkflowActivity.Descriptor, static () => new WorkflowActivity());
        registry.Add(Complete.Descriptor, static () => new Complete());
        registry.Add(SetOutput.Descriptor, static () => new SetOutput());
        registry.Add(ExecuteWorkflow.Descriptor, static () => new ExecuteWorkflow());
        registry.Add(DispatchWorkflow.Descriptor, static () => new DispatchWorkflow());
        registry.Add(BulkDispatchWorkflows.Descriptor, static () => new BulkDispatchWorkflows());
        registry.Add(NotFoundActivity.Descriptor, static () => new NotFoundActivity());

        registry.Add(Event.Descriptor, static () => new Event());
        registry.Add(PublishEvent.Descriptor, static () => new PublishEvent());
        registry.Add(RunTask.Descriptor, static () => new RunTask());

        registry.Add(Delay.Descriptor, static () => new Delay());
        registry.Add(Scheduling.Timer.Descriptor, static () => new Scheduling.Timer());
        registry.Add(Cron.Descriptor, static () => new Cron());
        registry.Add(StartAt.Descriptor, static () => new StartAt());

        registry.Add(HttpEndpoint.Descriptor, static () => new HttpEndpoint());
        registry.Add(WriteHttpResponse.Descriptor, static () => new WriteHttpResponse());
        registry.Add(SendHttpRequest.Descriptor, static () => new SendHttpRequest());
        registry.Add(FlowSendHttpRequest.Descriptor, static () => new FlowSendHttpRequest());
        registry.Add(DownloadHttpFile.Descriptor, static () => new DownloadHttpFile());
        registry.Add(WriteFileHttpResponse.Descriptor, static () => new WriteFileHttpResponse());
    }
}
