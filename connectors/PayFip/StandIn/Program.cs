using Hub;
using Hub.Connectors.PayFip.StandIn;

FailPoint.Arm("STANDIN_FAILPOINTS", ["stand-in.after-ledger-before-answer"]);
var app = PayFipStandIn.Build(args);
await app.StartAsync();
Console.WriteLine($"PayFiP stand-in ready: {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
