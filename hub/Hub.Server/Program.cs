using Hub.Server;
using Hub.Server.Cli;
using Hub.Server.Demo;

return await HubCommand.RunAsync(args, new HubActions
{
    Serve = Serving.RunAsync,
    OpenApi = Serving.DescribeAsync,
    Demo = (_, arguments, cancellationToken) =>
        DemoCommand.RunAsync(new DemoOptions { Once = arguments.Once, StandInsOnly = arguments.StandInsOnly }, cancellationToken),
});
