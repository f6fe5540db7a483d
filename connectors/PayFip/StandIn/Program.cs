using Hub.Connectors.PayFip.StandIn;

var app = PayFipStandIn.Build(args);
await app.StartAsync();
Console.WriteLine($"PayFiP stand-in ready: {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
